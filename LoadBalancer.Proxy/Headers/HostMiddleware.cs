using System.Buffers;
using System.Globalization;
using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Rejects hosts that are well formed but that <c>HttpClient</c> does not accept (<c>a(b</c>, <c>a..b</c>, a port above 65535): it would
/// send its own <c>Host</c> header in addition, and the server could choose either (RFC 9112 §3.2).
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next)
{
    private const int LongestUsual = 200;

    private static readonly SearchValues<char> Usual = SearchValues.Create(
        "-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Host.Value is { Length: > 0 } host && !Passes(host)
            ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The host of the request is not valid.")
            : next(context);

    /// <summary>Whether <c>HttpClient</c> accepts a nonempty host.</summary>
    internal static bool Passes(string host) => IsUsual(host) || IsTaken(host);

    /// <summary>
    /// Whether a host has the common form: a name or an address, with or without a port, each part of which begins and ends with a letter
    /// or digit.
    /// </summary>
    private static bool IsUsual(string host)
    {
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? host : host.AsSpan(0, colon);
        if (host.Length > LongestUsual
            || name.ContainsAnyExcept(Usual)
            || (colon >= 0 && !ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        foreach (var label in name.Split('.'))
        {
            if (name[label] is not [var first, ..] || !char.IsAsciiLetterOrDigit(first) || !char.IsAsciiLetterOrDigit(name[label][^1]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTaken(string host)
    {
        using var probe = new HttpRequestMessage();
        return probe.Headers.TryAddWithoutValidation("Host", host) && string.Equals(probe.Headers.Host, host, StringComparison.Ordinal);
    }
}
