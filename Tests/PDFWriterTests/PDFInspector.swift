@testable import PDFWriter

/// Reads back what the writer wrote, by the rules of the format and not by the writer's code: cross-reference
/// table first, objects by their offsets. For files without compression.
struct PDFInspector {
    enum Fault: Error, Equatable {
        case noTable
        case badEntry(Int)
        case noObject(String)
        case noKey(String)
    }

    let bytes: [UInt8]
    /// Object bodies as Latin-1 text, by number.
    let objects: [Int: String]
    let trailer: String

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let text = Self.latin1(bytes[...])
        guard let marker = text.range(ofLast: "startxref\n"),
            let start = Int(text[marker.upperBound...].prefix { $0.isNumber })
        else { throw Fault.noTable }
        let lines = Self.latin1(bytes[start...]).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines[0] == "xref", let count = Int(lines[1].split(separator: " ")[1]) else {
            throw Fault.noTable
        }
        var objects: [Int: String] = [:]
        for number in 1..<count {
            let entry = lines[2 + number]
            guard entry.utf8.count == 19, entry.hasSuffix(" 00000 n "), let offset = Int(entry.prefix(10))
            else {
                throw Fault.badEntry(number)
            }
            let head = Array("\(number) 0 obj\n".utf8)
            guard bytes[offset...].starts(with: head) else { throw Fault.badEntry(number) }
            guard let end = Self.find("\nendobj\n", in: bytes, from: offset) else {
                throw Fault.badEntry(number)
            }
            objects[number] = Self.latin1(bytes[(offset + head.count)..<end])
        }
        self.objects = objects
        trailer = lines[(3 + count - 1)...].joined(separator: "\n")
    }

    /// The numbers of all objects that contain the text.
    func all(_ text: String) -> [Int] {
        objects.keys.sorted().filter { objects[$0]?.contains(text) ?? false }
    }

    /// The one object that contains the text.
    func single(_ text: String) throws -> String {
        let found = all(text)
        guard found.count == 1, let body = objects[found[0]] else {
            throw Fault.noObject("\(text): \(found)")
        }
        return body
    }

    func object(_ number: Int) throws -> String {
        guard let body = objects[number] else { throw Fault.noObject("\(number)") }
        return body
    }

    /// The number in `/Key 12 0 R`.
    func reference(_ key: String, in body: String) throws -> Int {
        guard let at = body.range(ofFirst: "/\(key) "),
            let number = Int(body[at.upperBound...].prefix { $0.isNumber })
        else { throw Fault.noKey(key) }
        return number
    }

    /// The data of a stream, whose Length must be exact.
    func stream(of number: Int) throws -> String {
        let body = try object(number)
        guard let start = body.range(ofFirst: "stream\n"), body.hasSuffix("\nendstream") else {
            throw Fault.noObject("\(number) is no stream")
        }
        let data = body[start.upperBound...].dropLast("\nendstream".count)
        guard body[..<start.lowerBound].contains("/Length \(data.count)") else { throw Fault.noKey("Length") }
        return String(data)
    }

    /// Every `n 0 R` in the file's objects and trailer.
    func references() -> [Int] {
        var result: [Int] = []
        for body in objects.values + [trailer] {
            let part = body.range(ofFirst: "stream\n").map { String(body[..<$0.lowerBound]) } ?? body
            let words = part.split { !($0.isNumber || $0 == "R") }
            guard words.count >= 3 else { continue }
            for index in 2..<words.count where words[index].first == "R" && words[index - 1] == "0" {
                if let number = Int(words[index - 2]) { result.append(number) }
            }
        }
        return result
    }

    static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    static func find(_ text: String, in bytes: [UInt8], from start: Int) -> Int? {
        let pattern = Array(text.utf8)
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == pattern[0], bytes[index..<index + pattern.count].elementsEqual(pattern) {
                return index
            }
            index += 1
        }
        return nil
    }
}

extension String {
    func range(ofFirst text: String) -> Range<String.Index>? {
        firstRange(of: text)
    }

    func range(ofLast text: String) -> Range<String.Index>? {
        ranges(of: text).last
    }
}
