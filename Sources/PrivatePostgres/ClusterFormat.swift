/// How every cluster of ours is made, the private one and those of tests, so that they sort and compare alike.
package enum ClusterFormat {
    /// UTF-8; text sorts by code point, the same on every machine and after every update of the C library.
    package static let initdbArguments = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"]

    /// libpq and the server add this to the folder: "/.s.PGSQL.5432".
    package static let socketName = ".s.PGSQL.5432"
    package static let port = 5432

    /// sun_path holds 108 bytes with the closing zero.
    package static func socketFits(in folder: String) -> Bool {
        folder.utf8.count + 1 + socketName.utf8.count <= 107
    }

    /// A URL for a server that listens in `socketFolder` only.
    package static func url(socketFolder: String, database: String, user: String) -> String {
        "postgresql:///\(escaped(database))?host=\(escaped(socketFolder))&port=\(port)&user=\(escaped(user))"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if byte < 0x80, isPlain || scalar == "-" || scalar == "_" || scalar == "." {
                escaped.unicodeScalars.append(scalar)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                escaped += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return escaped
    }
}
