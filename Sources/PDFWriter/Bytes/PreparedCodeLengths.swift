/// The lengths of the prepared codes, one hexadecimal digit a symbol: what Huffman's algorithm gives for the repetitions
/// that ``QuickDeflate`` finds in the pages, object streams and XML of the gallery of documents, with every symbol
/// counted once more than a tenth of it occurs, so that each has a code.
enum PreparedCodeLengths {
    /// Of the 286 bytes and lengths, and of the 30 distances.
    static func of(_ kind: PreparedCode.Kind) -> (literals: StaticString, distances: StaticString) {
        switch kind {
        case .page:
            (
                """
                36ccccbccb7ccc999b8888888888accc6cc999999b9aa7586555556666ab9c9cca99978887a997ca88887c88\
                88aacbbac9cbaa99c9bcbaabbcac9ccacbbcccccccccccccccccccccccccccccccbcccccccccccccccccbccc\
                cccccccccccccccccccbcccccccccbccccccccccccccccccccccccccccccccccccccccccccccccccbc455455\
                667786799899bccccccccc
                """,
                "cacb9a886764454445333445579ccb"
            )
        case .objects:
            (
                """
                ccccccccccaccccccccccccccccccccc3ccccccc99ccc9965445555555cc8c8cc9a88a8a99c8ba9a8c888bab\
                ccc8b8ccc7a88698a7cc89778c7878baa9cccccccccccccccccccccccccccccccccccccccccccccccccccccc\
                ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccbc455587\
                6766768b97a9cccccccccc
                """,
                "ccc9b6865644544443345655467ccc"
            )
        case .markup:
            (
                """
                ccccccccccbccccccccccccccccccccc5c7cccbcaaca886866667787777b886ab787779997cc98897b88789b\
                cbbcccccc586648775cb66567b56569a87acccccccccccccbccccccccccccccacccccccbacccbccccccccccc\
                ccccccbcccccaccccca8ccccccccccccccccccccccccccccbcbcccccccccccccccccccccccccccccbc555566\
                66677787879a99b999b9a8
                """,
                "acacca76543544444544445566668c"
            )
        }
    }
}
