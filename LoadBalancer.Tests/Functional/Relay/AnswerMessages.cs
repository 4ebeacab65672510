namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>All of them.</summary>
internal static class AnswerMessages
{
    public static readonly AnswerMessage[] All = [.. StatusLineAnswers.All, .. FieldAnswers.All, .. FramingAnswers.All, .. ChunkAnswers.All, .. InterimAnswers.All];

    private static readonly Dictionary<string, AnswerMessage> ByName = All.ToDictionary(message => message.Name, StringComparer.Ordinal);

    public static AnswerMessage Named(string name) => ByName[name];
}
