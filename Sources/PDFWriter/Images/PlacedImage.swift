/// An image used in a document, with its object.
struct PlacedImage {
    let number: Int
}
