# An editor for tests: says what it was called with, and ends with the next line typed.
echo "editing $1 $2"
read -r line
