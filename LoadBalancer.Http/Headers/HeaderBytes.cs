using System.Buffers;

namespace LoadBalancer.Http.Headers;

/// <summary>What bytes may stand where in the head of a message (RFC 9110 §5.1, §5.5, §5.6.2; RFC 3986 §2).</summary>
internal static class HeaderBytes
{
    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> NotInValues = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(control => control != '\t').Select(control => (byte)control), 0x7f]);

    /// <summary>Whether it is a token: at least one character, and none but a token's.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>Whether it has no control character but tabs.</summary>
    public static bool IsValue(ReadOnlySpan<byte> text) => !text.ContainsAny(NotInValues);

    /// <summary>Whether it is in visible ASCII, from <c>!</c> to <c>~</c>.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <summary>The value without the white space around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);
}
