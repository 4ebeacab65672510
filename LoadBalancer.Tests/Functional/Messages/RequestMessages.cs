namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>All request messages.</summary>
internal static class RequestMessages
{
    public static readonly RequestMessage[] All =
    [
        .. RequestLineMessages.All,
        .. TargetMessages.All,
        .. LineEndMessages.All,
        .. HeaderMessages.All,
        .. HostMessages.All,
        .. ContentLengthMessages.All,
        .. TransferEncodingMessages.All,
        .. ChunkMessages.All,
        .. ChunkExtensionMessages.All,
        .. TrailerMessages.All,
        .. PipelineMessages.All,
        .. ConnectionMessages.All,
        .. CutMessages.All,
    ];

    private static readonly Dictionary<string, RequestMessage> ByName = All.ToDictionary(message => message.Name, StringComparer.Ordinal);

    public static RequestMessage Named(string name) => ByName[name];
}
