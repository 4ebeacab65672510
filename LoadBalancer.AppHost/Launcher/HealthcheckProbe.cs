using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Asks for the process's own <c>/healthcheck</c>: a request that a gateway proxies would be counted as a user's.</summary>
internal sealed class HealthcheckProbe : IHealthProbe, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    public async Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop) =>
        await AskAsync(gateway, async content => (await content.ReadFromJsonAsync<Healthcheck>(stop))?.Usable, stop);

    public async Task<bool> AnswersAsync(ProjectResource resource, CancellationToken stop) =>
        await AskAsync(resource, _ => Task.FromResult((bool?)true), stop) ?? false;

    public void Dispose() => _client.Dispose();

    private async Task<T?> AskAsync<T>(ProjectResource resource, Func<HttpContent, Task<T?>> read, CancellationToken stop)
        where T : struct
    {
        var address = new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), resource.Endpoint.HealthPort!.Value, resource.Endpoint.HealthPath).Uri;

        try
        {
            using var response = await _client.GetAsync(address, stop);

            return response.StatusCode == HttpStatusCode.OK ? await read(response.Content) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || IsTimeout(failure, stop))
        {
            return null;
        }
    }

    private static bool IsTimeout(Exception failure, CancellationToken stop) =>
        failure is OperationCanceledException && !stop.IsCancellationRequested;

    private sealed record Healthcheck(int Usable);
}
