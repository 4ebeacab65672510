using System.Text.Json.Serialization;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Responses by the class of their status.</summary>
/// <param name="Informational">Protocol upgrades.</param>
/// <param name="Successful">Successful responses.</param>
/// <param name="Redirection">Redirections.</param>
/// <param name="ClientErrors">Client errors.</param>
/// <param name="ServerErrors">Server errors, including those of the gateway.</param>
internal sealed record StatusClassesResponse(
    [property: JsonPropertyName("1xx")] long Informational,
    [property: JsonPropertyName("2xx")] long Successful,
    [property: JsonPropertyName("3xx")] long Redirection,
    [property: JsonPropertyName("4xx")] long ClientErrors,
    [property: JsonPropertyName("5xx")] long ServerErrors)
{
    public static StatusClassesResponse Of(StatusClasses classes) =>
        new(classes.Informational, classes.Successful, classes.Redirection, classes.ClientErrors, classes.ServerErrors);
}
