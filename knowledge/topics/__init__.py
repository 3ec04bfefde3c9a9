"""What the program's rules say, as articles: made from the rules, so that answer and rule can't disagree.

One file holds the topics of a subject; each topic is a function that words its rules for one reader, or returns
None where the program has no such rule. `articles.generated` makes the articles of all of them.
"""
