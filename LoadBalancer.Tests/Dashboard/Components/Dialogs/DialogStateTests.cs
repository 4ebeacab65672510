using LoadBalancer.Dashboard.Components.Dialogs;

namespace LoadBalancer.Tests.Dashboard.Components.Dialogs;

public sealed class DialogStateTests
{
    private readonly DialogState _dialogs = new();

    [Fact]
    public async Task Close_WithAResponse_EndsTheDialog()
    {
        var response = _dialogs.AskAsync<ConfirmDialog>([]);
        var request = _dialogs.Current!;
        Assert.True(request.IsOpen);

        _dialogs.Close(request, response: true);
        _dialogs.Close(request, response: null);

        Assert.Equal(true, await response);
        Assert.Null(_dialogs.Current);
        Assert.False(request.IsOpen);
    }

    [Fact]
    public async Task Ask_WhileOneIsOpen_ReplacesIt()
    {
        var first = _dialogs.AskAsync<ConfirmDialog>([]);
        var replaced = _dialogs.Current!;
        var second = _dialogs.AskAsync<AddServerDialog>([]);

        // The event of the first dialog's element arrives late, and does not concern the second dialog.
        _dialogs.Close(replaced, response: true);

        Assert.Null(await first);
        Assert.Equal(typeof(AddServerDialog), _dialogs.Current?.Type);
        Assert.False(second.IsCompleted);
    }
}
