using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>A client of the control API of a LoadBalancer dashboard. Thread-safe.</summary>
internal sealed class ControlApi(ILoadBalancerDashboardResource dashboard) : IDisposable
{
    private const string EndpointName = "http";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    /// <summary>Returns the endpoint that serves the API.</summary>
    public static EndpointReference EndpointOf(ILoadBalancerDashboardResource dashboard) =>
        new(dashboard, EndpointName, KnownNetworkIdentifiers.LocalhostNetwork);

    /// <summary>Adds the API key to a request if the API requires one.</summary>
    public static async Task AuthorizeAsync(
        ILoadBalancerDashboardResource dashboard, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (dashboard.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await key.GetValueAsync(cancellationToken));
        }
    }

    /// <summary>Reports the number of servers that are kept running, and returns the wanted number.</summary>
    /// <exception cref="HttpRequestException">
    /// The API does not respond or its response is invalid, or it rejects the report. In case of a rejection the exception has the
    /// response's status.
    /// </exception>
    public async Task<ReplicaStatus> ReportAsync(OrchestratorReport report, CancellationToken cancellationToken)
    {
        // Waits while the dashboard has no port yet.
        var url = await EndpointOf(dashboard).GetValueAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(new Uri(url!), "/api/replicas/orchestrator"))
        {
            Content = JsonContent.Create(report, ControlJson.Default.OrchestratorReport),
        };
        await AuthorizeAsync(dashboard, request, cancellationToken);
        using var response = await _client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(await ControlProblem.ReadAsync(response, cancellationToken), inner: null, response.StatusCode);
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(ControlJson.Default.ReplicaStatus, cancellationToken)
                ?? throw new HttpRequestException($"{request.RequestUri} responded without a body");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException(
                $"{request.RequestUri} responded with an unexpected body: {exception.Message}", exception);
        }
    }

    public void Dispose() => _client.Dispose();
}
