namespace LoadBalancer.Http.Headers;

/// <summary>Where a field lies in the bytes of a head.</summary>
/// <param name="Kind">What it is to a gateway.</param>
/// <param name="Start">Where its line begins.</param>
/// <param name="Length">The line's length, without its end.</param>
/// <param name="NameLength">The name's length; the line begins with it.</param>
/// <param name="ValueStart">Where the value begins, behind white space.</param>
/// <param name="ValueLength">The value's length, without white space around it.</param>
internal readonly record struct HeaderField(HeaderKind Kind, int Start, int Length, int NameLength, int ValueStart, int ValueLength);
