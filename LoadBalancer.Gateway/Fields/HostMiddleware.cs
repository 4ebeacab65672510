using System.Buffers;
using LoadBalancer.Gateway.Endpoints;

namespace LoadBalancer.Gateway.Fields;

/// <summary>
/// Refuses hosts that the framework's client takes for none, though they are well formed (<c>a(b</c>, <c>a..b</c>, a port above
/// 65535): it would send a <c>Host</c> of its own beside them, and the server would have the choice (RFC 9112 §3.2).
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next)
{
    private const int LongestUsual = 200;

    private static readonly SearchValues<char> Usual = SearchValues.Create("-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Host.Value is { Length: > 0 } host && !IsUsual(host) && !IsTaken(host)
            ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The host is none.")
            : next(context);

    private static bool IsUsual(string host) =>
        host.Length <= LongestUsual && host[0] != '.' && !host.AsSpan().ContainsAnyExcept(Usual) && !host.Contains("..", StringComparison.Ordinal);

    private static bool IsTaken(string host)
    {
        using var probe = new HttpRequestMessage();
        return probe.Headers.TryAddWithoutValidation("Host", host) && string.Equals(probe.Headers.Host, host, StringComparison.Ordinal);
    }
}
