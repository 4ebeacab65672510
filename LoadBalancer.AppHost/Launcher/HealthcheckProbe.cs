using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Asks the gateway's own <c>/healthcheck</c>: a proxied request would be counted as a user's.</summary>
internal sealed class HealthcheckProbe : IGatewayProbe, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    public async Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop)
    {
        var address = new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), gateway.Endpoint.Port!.Value, "/healthcheck").Uri;

        try
        {
            using var response = await _client.GetAsync(address, stop);

            return response.StatusCode == HttpStatusCode.OK
                ? (await response.Content.ReadFromJsonAsync<Healthcheck>(stop))?.Usable
                : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || IsTimeout(failure, stop))
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsTimeout(Exception failure, CancellationToken stop) =>
        failure is OperationCanceledException && !stop.IsCancellationRequested;

    private sealed record Healthcheck(int Usable);
}
