namespace LoadBalancer.Dashboard.Components.Messages;

/// <summary>What came of something that the viewer did. Two messages with the same text are two messages.</summary>
internal sealed class Message(string text, bool isError)
{
    /// <summary>One sentence or a few.</summary>
    public string Text => text;

    /// <summary>Whether it was not done.</summary>
    public bool IsError => isError;
}
