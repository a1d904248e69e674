/// "1 charge", "2 charges": a number with its noun.
enum Counted {
    /// - Parameter many: the plural, where it is more than an "s" behind the noun.
    static func words(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}
