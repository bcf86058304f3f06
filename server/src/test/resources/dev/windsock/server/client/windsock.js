var Windsock = {};
