using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>The line that a request begins with and that determines how the rest is validated (RFC 9112 §3).</summary>
internal static class RequestLine
{
    /// <summary>The maximum length of a method; the longest registered method has 17 characters.</summary>
    private const int LongestMethod = 32;

    /// <summary>The number of bytes that <see cref="BeginsWell"/> examines.</summary>
    public const int LongestBeginning = LongestMethod + 1;

    private const int VersionLength = 8;

    /// <summary>The length of a line without its method and its target.</summary>
    public const int BesideMethodAndTarget = VersionLength + 2;

    private static readonly byte[][] WellKnown =
        [.. new[] { "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Parses a line without its end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isSecure">Whether the line was received over TLS.</param>
    /// <param name="isHttp10">Whether the version is HTTP/1.0.</param>
    public static MessageError Check(ReadOnlySpan<byte> line, bool isSecure, out bool isHttp10)
    {
        isHttp10 = false;
        var methodEnd = line.IndexOf((byte)' ');
        var versionStart = line.LastIndexOf((byte)' ') + 1;
        if (methodEnd < 0
            || versionStart <= methodEnd + 1
            || !IsMethod(line[..methodEnd])
            || !IsVersion(line[versionStart..]))
        {
            return MessageError.RequestLine;
        }

        isHttp10 = line[^1] == '0';
        var target = line[(methodEnd + 1)..(versionStart - 1)];
        return IsTarget(target, line[..methodEnd], isSecure) ? MessageError.None : MessageError.Target;
    }

    /// <summary>Whether a line that is too long to parse begins with a method.</summary>
    public static bool BeginsWell(ReadOnlySpan<byte> beginning) =>
        beginning.IndexOf((byte)' ') is > 0 and var end && IsMethod(beginning[..end]);

    /// <summary>
    /// Whether a method is a token that does not differ only by case from a well-known method: methods are case-sensitive (RFC 9110 §9.1),
    /// but many recipients treat <c>get</c> as GET.
    /// </summary>
    public static bool IsMethod(ReadOnlySpan<byte> method)
    {
        if (method.Length > LongestMethod || !HeaderBytes.IsToken(method))
        {
            return false;
        }

        foreach (var known in WellKnown)
        {
            if (Ascii.EqualsIgnoreCase(method, known))
            {
                return method.SequenceEqual(known);
            }
        }

        return true;
    }

    /// <summary>Whether a version has the right form; Kestrel rejects a major version other than 1 (505).</summary>
    private static bool IsVersion(ReadOnlySpan<byte> version) =>
        version.Length == VersionLength && version.StartsWith("HTTP/"u8)
        && char.IsAsciiDigit((char)version[5]) && version[6] == '.' && char.IsAsciiDigit((char)version[7]);

    /// <summary>Whether a target has only bytes that are allowed in all forms.</summary>
    public static bool HasTargetBytes(ReadOnlySpan<byte> target) =>
        !target.IsEmpty && HeaderBytes.IsVisible(target) && !target.Contains((byte)'#') && !HasNul(target);

    private static bool IsTarget(ReadOnlySpan<byte> target, ReadOnlySpan<byte> method, bool isSecure)
    {
        if (!HasTargetBytes(target))
        {
            return false;
        }

        if (method.SequenceEqual("CONNECT"u8))
        {
            return HostSyntax.IsValid(target);
        }

        if (target[0] == '/')
        {
            return true;
        }

        if (target is [(byte)'*'])
        {
            return method.SequenceEqual("OPTIONS"u8);
        }

        var scheme = SchemeLength(target, isSecure);
        if (scheme == 0)
        {
            return false;
        }

        var length = target[scheme..].IndexOfAny((byte)'/', (byte)'?');
        return HostSyntax.IsValid(length < 0 ? target[scheme..] : target.Slice(scheme, length));
    }

    /// <summary>
    /// Whether the path contains an escaped NUL, which ends a file name in programs written in C (RFC 3986 §7.3). In a query, it is
    /// ordinary data (RFC 3986 §2.1).
    /// </summary>
    private static bool HasNul(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return target[..(query < 0 ? target.Length : query)].IndexOf("%00"u8) >= 0;
    }

    /// <summary>
    /// Returns the length of the scheme; 0 if it is not allowed. An https target must be received over TLS (RFC 9110 §7.4).
    /// </summary>
    private static int SchemeLength(ReadOnlySpan<byte> target, bool isSecure) =>
        StartsWith(target, "http://"u8) ? "http://"u8.Length
        : isSecure && StartsWith(target, "https://"u8) ? "https://"u8.Length
        : 0;

    private static bool StartsWith(ReadOnlySpan<byte> target, ReadOnlySpan<byte> scheme) =>
        target.Length >= scheme.Length && Ascii.EqualsIgnoreCase(target[..scheme.Length], scheme);
}
