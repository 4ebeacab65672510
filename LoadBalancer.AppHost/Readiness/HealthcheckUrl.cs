namespace LoadBalancer.AppHost.Readiness;

/// <summary>Where a gateway serves its own <c>/healthcheck</c>.</summary>
/// <param name="Path">Its path.</param>
/// <param name="EndpointName">The endpoint that it is on.</param>
internal sealed record HealthcheckUrl(string EndpointName, string Path) : IResourceAnnotation
{
    /// <summary>The URL; <see langword="null"/> while the gateway has no port yet.</summary>
    public static Uri? Of(IResourceWithEndpoints gateway) =>
        gateway.TryGetLastAnnotation<HealthcheckUrl>(out var place)
            && gateway.GetEndpoint(place.EndpointName) is { IsAllocated: true } endpoint
            ? new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", endpoint.Port, place.Path).Uri
            : null;
}
