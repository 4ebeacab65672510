using System.Collections.Immutable;
using System.Text.Json;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Maps fields to their names in a line.</summary>
internal static class RequestLogFields
{
    private static readonly ImmutableArray<RequestLogField> Every =
    [
        .. Enum.GetValues<RequestLogField>().Where(field => field != RequestLogField.None),
    ];

    /// <summary>All names, in the order in which they are written.</summary>
    public static readonly ImmutableArray<string> Names = [.. Every.Select(NameOf)];

    /// <summary>Returns the field with a name; no field if there is none.</summary>
    public static RequestLogField Of(string name) =>
        Names.IndexOf(name, StringComparer.Ordinal) is >= 0 and var index ? Every[index] : RequestLogField.None;

    /// <summary>Returns the combination of the fields with these names; all fields if no names are given.</summary>
    public static RequestLogField Of(IReadOnlyCollection<string>? names) =>
        names is null or { Count: 0 } ? Every.Aggregate(RequestLogField.None, (all, field) => all | field)
        : names.Aggregate(RequestLogField.None, (all, name) => all | Of(name));

    private static string NameOf(RequestLogField field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());
}
