namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>All response messages.</summary>
internal static class ResponseMessages
{
    public static readonly ResponseMessage[] All =
        [.. StatusLineResponses.All, .. HeaderResponses.All, .. FramingResponses.All, .. ChunkResponses.All, .. InterimResponses.All];

    private static readonly Dictionary<string, ResponseMessage> ByName = All.ToDictionary(message => message.Name, StringComparer.Ordinal);

    public static ResponseMessage Named(string name) => ByName[name];
}
