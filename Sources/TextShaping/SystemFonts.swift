import Foundation
public import PDFWriter

/// The fonts of documents: the built-in ones, then fallback fonts for the scripts that those lack, from the
/// places where Debian's packages put them and from places that the installation names.
public enum SystemFonts {
    /// Where the fonts of the system lie.
    public static let folder = "/usr/share/fonts"

    /// Scripts of Noto Sans that Debian's fonts-noto-core has; each file has a bold companion.
    private static let noto = [
        "Devanagari", "Arabic", "Hebrew", "Thai", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil",
        "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Lao", "Myanmar", "Georgian", "Armenian",
        "Ethiopic",
    ]
    /// TrueType fonts for Chinese, Japanese and Korean, the one for Japanese first: where the same character
    /// has other forms in China, its readers know the Japanese one too. The last is for Korean.
    private static let eastAsian = [
        "truetype/fonts-japanese-gothic.ttf", "truetype/droid/DroidSansFallbackFull.ttf",
        "truetype/wqy/wqy-microhei.ttc", "truetype/nanum/NanumGothic.ttf",
    ]
    private static let symbols = ["truetype/noto/NotoSansSymbols2-Regular.ttf"]

    /// A library of the built-in fonts with everything found.
    ///
    /// - Parameters:
    ///   - places: TrueType files, and folders whose files ending in .ttf or .ttc are taken in the order of
    ///     their names; they are asked before the system's. "X-Bold.ttf" is the companion of "X-Regular.ttf"
    ///     or "X.ttf" beside it.
    ///   - system: the folder of the system's fonts.
    /// - Throws: ``SystemFontsError`` where a place is not there, or a file cannot serve.
    public static func library(
        places: [String] = [], system: String = folder
    ) throws(SystemFontsError) -> FontLibrary {
        var files: [FontFile] = []
        for place in places { files += try self.files(in: place) }
        let known =
            noto.map { "truetype/noto/NotoSans\($0)-Regular.ttf" } + eastAsian + symbols
        files += known.map { FontFile(path: "\(system)/\($0)") }.filter(\.exists)
        var fallbacks: [FallbackFont] = []
        for file in files { fallbacks.append(try file.font()) }
        do throws(PDFError) {
            return try .notoSans(fallbacks: fallbacks, shaping: .harfBuzz)
        } catch {
            throw SystemFontsError(path: system, reason: "\(error)")
        }
    }

    /// The file, or the upright fonts of the folder.
    private static func files(in place: String) throws(SystemFontsError) -> [FontFile] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
            throw SystemFontsError(path: place, reason: "there is no such file or folder")
        }
        guard isFolder.boolValue else { return [FontFile(path: place)] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: place)
        } catch {
            throw SystemFontsError(path: place, reason: error.localizedDescription)
        }
        let fonts = names.filter { name in
            [".ttf", ".ttc"].contains { name.lowercased().hasSuffix($0) } && !name.contains("-Bold.")
        }
        guard !fonts.isEmpty else {
            throw SystemFontsError(path: place, reason: "no file here ends in .ttf or .ttc")
        }
        return fonts.sorted().map { FontFile(path: "\(place)/\($0)") }
    }
}

/// A font file that cannot serve as a fallback font, or a place without one.
public struct SystemFontsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where.
    public var path: String
    /// What is wrong there.
    public var reason: String

    /// An error by its parts.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// For an operator.
    public var description: String { "\(path) cannot serve as a fallback font: \(reason)" }
}

/// A font of its own in a file, with its bold companion where there is one.
private struct FontFile {
    var path: String

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    private var boldPath: String? {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        let (stem, ending) = (path[..<dot], path[dot...])
        let family = stem.hasSuffix("-Regular") ? stem.dropLast("-Regular".count) : stem
        let bold = "\(family)-Bold\(ending)"
        return FileManager.default.fileExists(atPath: bold) ? bold : nil
    }

    func font() throws(SystemFontsError) -> FallbackFont {
        let regular = try read(path)
        var bold: [UInt8]?
        if let boldPath { bold = try read(boldPath) }
        return FallbackFont(regular: regular, bold: bold)
    }

    /// The bytes of a font that was read once, so that the error names the file.
    private func read(_ path: String) throws(SystemFontsError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        } catch {
            throw SystemFontsError(path: path, reason: error.localizedDescription)
        }
        do throws(PDFError) {
            try FallbackFont(regular: bytes).check()
        } catch {
            throw SystemFontsError(path: path, reason: "\(error)")
        }
        return bytes
    }
}
