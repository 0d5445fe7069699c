"""`make bench`: how many requests per second the public pages answer, beside a view that does nothing.

python -m tests.bench                           both engines, 20,000 products, 8 s for each page
python -m tests.bench --only sqlite --seconds 4 --products 2000
"""
