/// Unit codes of UN/ECE Recommendation 20 (BT-130).
enum UnitCode {
    /// "One": what has no unit, or one without a code.
    static let one = "C62"

    static func code(of unit: String?) -> String {
        guard let unit else { return one }
        return codes[unit.lowercased()] ?? one
    }

    private static let codes = [
        "byte": "AD", "kb": "2P", "mb": "4L", "gb": "E34", "tb": "E35", "pb": "E36", "second": "SEC",
        "minute": "MIN", "hour": "HUR", "day": "DAY", "week": "WEE", "month": "MON", "year": "ANN",
        "kwh": "KWH", "piece": "H87",
    ]
}
