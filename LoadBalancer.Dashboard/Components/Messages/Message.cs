namespace LoadBalancer.Dashboard.Components.Messages;

/// <summary>The result of a viewer's action. Two messages with the same text are distinct.</summary>
internal sealed class Message(string text, bool isError)
{
    /// <summary>One sentence or a few.</summary>
    public string Text => text;

    /// <summary>Whether the action failed.</summary>
    public bool IsError => isError;
}
