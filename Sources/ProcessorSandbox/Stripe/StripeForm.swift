/// The parameters of a request, in their flat bracketed names: `metadata[bc_attempt]`, `payment_method_types[]`.
struct StripeForm: Sendable {
    private(set) var values: [String: [String]] = [:]

    /// Takes apart `application/x-www-form-urlencoded`; nil for a broken percent code or text that is not UTF-8.
    init?(_ bytes: some Sequence<UInt8>) {
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            let halves = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(halves[0]),
                let value = Self.decode(halves.count > 1 ? halves[1] : [])
            else { return nil }
            values[name, default: []].append(value)
        }
    }

    subscript(name: String) -> String? { values[name]?.first }

    /// The values of `name[]`.
    func list(_ name: String) -> [String] { values["\(name)[]"] ?? [] }

    /// The pairs under `name[…]`.
    func map(_ name: String) -> [String: String] {
        var result: [String: String] = [:]
        for (key, values) in values where key.hasPrefix("\(name)[") && key.hasSuffix("]") {
            result[String(key.dropFirst(name.count + 1).dropLast())] = values.first
        }
        return result
    }

    /// Refuses a parameter that the endpoint does not have, as Stripe does. Only the outermost names are compared.
    func check(_ allowed: Set<String>) throws(StripeFailure) {
        let names = values.keys.map { String($0.prefix { $0 != "[" }) }
        if let name = names.sorted().first(where: { !allowed.contains($0) }) { throw .unknown(name) }
    }

    func required(_ name: String) throws(StripeFailure) -> String {
        guard let value = self[name], !value.isEmpty else { throw .missing(name) }
        return value
    }

    func integer(_ name: String) throws(StripeFailure) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let value = Int64(text) else {
            throw .invalid(name, code: "parameter_invalid_integer", "Invalid integer: \(text)")
        }
        return value
    }

    func boolean(_ name: String) throws(StripeFailure) -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        case let text?: throw .invalid(name, "Invalid boolean: \(text)")
        }
    }

    /// One text for equal parameters, whatever their order, to compare requests under one key.
    var fingerprint: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.joined(separator: ","))" }
            .joined(separator: "&")
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                plain.append(value)
                rest.removeFirst(2)
            default:
                plain.append(byte)
            }
        }
        return String(validating: plain, as: UTF8.self)
    }
}
