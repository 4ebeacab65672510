namespace LoadBalancer.Http.Headers;

/// <summary>The position of a header in the bytes of a head.</summary>
/// <param name="Kind">The kind of the header.</param>
/// <param name="Start">The start of its line.</param>
/// <param name="Length">The line's length, without its end.</param>
/// <param name="NameLength">The name's length; the line begins with it.</param>
/// <param name="ValueStart">The start of the value, after white space.</param>
/// <param name="ValueLength">The value's length, without surrounding white space.</param>
internal readonly record struct HeaderField(HeaderKind Kind, int Start, int Length, int NameLength, int ValueStart, int ValueLength);
