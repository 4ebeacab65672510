using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Sends single requests over pooled connections: without a proxy, redirects, cookies or tracing headers.</summary>
internal sealed partial class RequestSender : IDisposable
{
    private const int LeastErrorStatus = 400;
    private const int LongestStart = 512;

    private readonly LoadOptions _options;
    private readonly HttpMessageInvoker _client;

    public RequestSender(LoadOptions options)
    {
        _options = options;
        _client = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = options.Concurrency,
            ConnectTimeout = options.Timeout,
        });
    }

    /// <summary>Sends a request and reads the whole response. Failures are returned as outcomes, not thrown.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled, so the outcome of the request is unknown.</exception>
    public async Task<RequestOutcome> SendAsync(string key, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var request = Create(key);
            using var response = await _client.SendAsync(request, limit.Token);
            var status = (int)response.StatusCode;
            var (bytes, start) = await ReadAsync(response, status >= LeastErrorStatus, limit.Token);
            var server = response.Headers.TryGetValues(_options.ServerHeader, out var ids) ? ids.First()
                : bytes <= LongestStart ? ServerOf(start)
                : null;
            return status < LeastErrorStatus
                ? new(server, bytes)
                : new(
                    server, bytes, string.Create(CultureInfo.InvariantCulture, $"status {status}"),
                    ErrorExample.Of(response, server, $"{_options.Method} {_options.Url.PathAndQuery}", start));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new(Server: null, Bytes: 0, "timeout", $"no complete response within {_options.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !token.IsCancellationRequested)
        {
            return new(Server: null, Bytes: 0, FailureKind.Of(failure), failure.GetBaseException().Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Create(string key)
    {
        var request = new HttpRequestMessage(_options.Method, _options.Url);
        request.Headers.TryAddWithoutValidation(_options.KeyHeader, key);
        if (_options.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
        }

        return request;
    }

    /// <summary>
    /// Counts the bytes of a body and returns its start, in which a demonstration server names itself, and an error its reason. The start
    /// of a longer body is returned only for an error.
    /// </summary>
    private static async Task<(long Bytes, string Start)> ReadAsync(HttpResponseMessage response, bool isError, CancellationToken token)
    {
        await using var body = await response.Content.ReadAsStreamAsync(token);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var (bytes, held) = (0L, 0);
            for (int read; (read = await body.ReadAsync(buffer.AsMemory(held), token)) > 0; bytes += read)
            {
                held = Math.Min(LongestStart, held + read);
            }

            return (bytes, isError || bytes <= LongestStart ? Encoding.UTF8.GetString(buffer.AsSpan(0, held)) : "");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? ServerOf(string body)
    {
        var match = Greeting().Match(body);
        return match.Success ? match.Groups["id"].Value : null;
    }

    [GeneratedRegex(@"Hello from Server: ID (?<id>[A-Za-z0-9._-]{1,64})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Greeting();
}
