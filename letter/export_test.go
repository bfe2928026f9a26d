package letter

// For the tests outside of the package, which may import what imports it.
var EveryString = everyString
