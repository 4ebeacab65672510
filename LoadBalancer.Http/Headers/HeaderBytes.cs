using System.Buffers;

namespace LoadBalancer.Http.Headers;

/// <summary>The bytes that are allowed in the parts of a message's head (RFC 9110 §5.1, §5.5, §5.6.2; RFC 3986 §2).</summary>
internal static class HeaderBytes
{
    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> NotInValues = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(control => control != '\t').Select(control => (byte)control), 0x7f]);

    /// <summary>Whether the text is a token: at least one character, and only token characters.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>Whether the text has no control characters except tabs.</summary>
    public static bool IsValue(ReadOnlySpan<byte> text) => !text.ContainsAny(NotInValues);

    /// <summary>Whether the text is visible ASCII, from <c>!</c> to <c>~</c>.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <summary>Returns the value without surrounding white space.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);
}
