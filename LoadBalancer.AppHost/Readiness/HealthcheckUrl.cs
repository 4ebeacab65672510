namespace LoadBalancer.AppHost.Readiness;

/// <summary>The location of a gateway's own <c>/healthcheck</c>.</summary>
/// <param name="EndpointName">The name of the endpoint that serves it.</param>
/// <param name="Path">Its path.</param>
internal sealed record HealthcheckUrl(string EndpointName, string Path) : IResourceAnnotation
{
    /// <summary>Returns the URL; <see langword="null"/> while the gateway has no port yet.</summary>
    public static Uri? Of(IResourceWithEndpoints gateway) =>
        gateway.TryGetLastAnnotation<HealthcheckUrl>(out var place)
            && gateway.GetEndpoint(place.EndpointName) is { IsAllocated: true } endpoint
            ? new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", endpoint.Port, place.Path).Uri
            : null;
}
