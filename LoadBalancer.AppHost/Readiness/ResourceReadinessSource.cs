using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>
/// Reads the state of the resources from Aspire, and the number of usable servers from each gateway's own <c>/healthcheck</c>.
/// </summary>
internal sealed class ResourceReadinessSource(
    DistributedApplicationModel model, ResourceNotificationService notifications) : IReadinessSource, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Dictionary<string, ILoadBalancerResource> _gateways =
        model.Resources.OfType<ILoadBalancerResource>().ToDictionary(gateway => gateway.Name, StringComparer.Ordinal);

    public ImmutableArray<string> Gateways => [.. _gateways.Keys];

    public ImmutableArray<string> Checked { get; } =
    [
        .. model.Resources
            .Where(resource => resource.HasAnnotationOfType<HealthCheckAnnotation>()
                && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            .Select(resource => resource.Name),
    ];

    public ImmutableArray<UserAddress> Addresses =>
    [
        .. _gateways.Values.Select(gateway => new UserAddress(gateway.Name, AddressOf(gateway), IsGateway: true)),
        .. model.Resources.OfType<ILoadBalancerDashboardResource>()
            .Select(dashboard => new UserAddress("dashboard", AddressOf(dashboard), IsGateway: false)),
        .. AspireDashboard.UrlIn(notifications) is { } url
            ? [new UserAddress("Aspire's dashboard", url, IsGateway: false)]
            : Array.Empty<UserAddress>(),
    ];

    public bool IsHealthy(string resource) =>
        notifications.TryGetCurrentState(resource, out var present)
        && present.Snapshot.HealthStatus == HealthStatus.Healthy
        && present.Snapshot.State?.Text == KnownResourceStates.Running;

    public async Task<int?> CountUsableAsync(string gateway, CancellationToken stop)
    {
        if (HealthcheckUrl.Of(_gateways[gateway]) is not { } url)
        {
            return null;
        }

        try
        {
            using var response = await _client.GetAsync(url, stop);
            return response.StatusCode == HttpStatusCode.OK ? (await response.Content.ReadFromJsonAsync<Healthcheck>(stop))?.Usable : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static string AddressOf(IResourceWithEndpoints resource) =>
        new UriBuilder(Uri.UriSchemeHttp, "localhost", resource.GetEndpoint("http").Port).Uri.ToString();

    private sealed record Healthcheck(int Usable);
}
