using System.Collections.Immutable;
using System.Text.Json;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The fields by the names that they have in a line.</summary>
internal static class RequestLogFields
{
    private static readonly ImmutableArray<RequestLogField> Every =
    [
        .. Enum.GetValues<RequestLogField>().Where(field => field != RequestLogField.None),
    ];

    /// <summary>All names, in the order of a line.</summary>
    public static readonly ImmutableArray<string> Names = [.. Every.Select(NameOf)];

    /// <summary>The field of that name; none if there is no such.</summary>
    public static RequestLogField Of(string name) =>
        Names.IndexOf(name, StringComparer.Ordinal) is >= 0 and var index ? Every[index] : RequestLogField.None;

    /// <summary>The fields of these names together; all where none are named.</summary>
    public static RequestLogField Of(IReadOnlyCollection<string>? names) =>
        names is null or { Count: 0 } ? Every.Aggregate(RequestLogField.None, (all, field) => all | field)
        : names.Aggregate(RequestLogField.None, (all, name) => all | Of(name));

    private static string NameOf(RequestLogField field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());
}
