"""The pages: what people use in a browser. They call the routes of the API as functions; the rules stay there."""
