namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>All of them.</summary>
internal static class RequestMessages
{
    private static readonly Dictionary<string, RequestMessage[]> ByTheme = new(StringComparer.Ordinal)
    {
        ["RequestLine"] = RequestLineMessages.All,
        ["Target"] = TargetMessages.All,
        ["LineEnd"] = LineEndMessages.All,
        ["Field"] = HeaderMessages.All,
        ["Host"] = HostMessages.All,
        ["ContentLength"] = ContentLengthMessages.All,
        ["TransferEncoding"] = TransferEncodingMessages.All,
        ["Chunk"] = ChunkMessages.All,
        ["ChunkExtension"] = ChunkExtensionMessages.All,
        ["Trailer"] = TrailerMessages.All,
        ["Pipeline"] = PipelineMessages.All,
        ["Connection"] = ConnectionMessages.All,
        ["Cut"] = CutMessages.All,
    };

    public static readonly RequestMessage[] All = [.. ByTheme.Values.SelectMany(messages => messages)];

    private static readonly Dictionary<string, RequestMessage> ByName = All.ToDictionary(message => message.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Themes => ByTheme.Keys;

    public static RequestMessage[] OfTheme(string theme) => ByTheme[theme];

    public static RequestMessage Named(string name) => ByName[name];
}
