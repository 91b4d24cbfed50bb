package wslib

// libraries lists every library that has a table.
var libraries = []*Library{gorilla, fasthttp, dvonthenen, btcsuite, coder, nhooyr, gobwas, gws, xnet, hertz, nbio}
