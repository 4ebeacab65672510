using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components.Dialogs;

/// <summary>The dialog that a viewer has open, at most one at a time. Used on the viewer's own thread.</summary>
internal sealed class DialogState
{
    /// <summary>Raised when <see cref="Current"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>The open dialog, if any.</summary>
    public DialogRequest? Current { get; private set; }

    /// <summary>Opens a dialog in place of the one that is open, and waits for the result.</summary>
    /// <returns>The result; <see langword="null"/> if the viewer closed the dialog without one.</returns>
    public Task<object?> AskAsync<TDialog>(Dictionary<string, object?> parameters)
        where TDialog : IComponent
    {
        var request = DialogRequest.For<TDialog>(parameters);
        var previous = Current;
        Current = request;
        Changed?.Invoke();
        previous?.Close(response: null);
        return request.Response;
    }

    /// <summary>Closes a dialog, unless it is already closed.</summary>
    public void Close(DialogRequest request, object? response)
    {
        if (ReferenceEquals(request, Current))
        {
            Current = null;
            Changed?.Invoke();
        }

        request.Close(response);
    }
}
