//! What a user does with dateline, and would lose if it broke.

mod architecture;
mod load;
