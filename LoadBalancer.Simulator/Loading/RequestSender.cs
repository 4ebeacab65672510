using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Sends single requests over pooled connections: without a proxy, redirects, cookies or tracing headers.</summary>
internal sealed partial class RequestSender : IDisposable
{
    private const int LeastFailureStatus = 400;
    private const int LongestGreeting = 512;

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
            var (bytes, greeting) = await ReadAsync(response, limit.Token);
            var server = response.Headers.TryGetValues(_options.ServerHeader, out var ids) ? ids.First() : greeting;
            var status = (int)response.StatusCode;
            return new(server, bytes, status < LeastFailureStatus ? null : string.Create(CultureInfo.InvariantCulture, $"status {status}"));
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
    /// Counts the bytes of a body without keeping them. A short body is searched for the greeting of a demonstration server, which names
    /// the server.
    /// </summary>
    private static async Task<(long Bytes, string? Server)> ReadAsync(HttpResponseMessage response, CancellationToken token)
    {
        await using var body = await response.Content.ReadAsStreamAsync(token);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var (bytes, held) = (0L, 0);
            for (int read; (read = await body.ReadAsync(buffer.AsMemory(held < LongestGreeting ? held : 0), token)) > 0; bytes += read)
            {
                held += held < LongestGreeting ? read : 0;
            }

            return (bytes, bytes <= LongestGreeting ? ServerOf(buffer.AsSpan(0, (int)bytes)) : null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? ServerOf(ReadOnlySpan<byte> body)
    {
        var match = Greeting().Match(System.Text.Encoding.UTF8.GetString(body));
        return match.Success ? match.Groups["id"].Value : null;
    }

    [GeneratedRegex(@"Hello from Server: ID (?<id>[A-Za-z0-9._-]{1,64})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Greeting();
}
