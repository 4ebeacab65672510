using LoadBalancer.Dashboard.Components.Messages;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.Components.Messages;

public sealed class MessageStateTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly MessageState _messages;
    private int _changes;

    public MessageStateTests()
    {
        _messages = new(_time);
        _messages.Changed += () => _changes++;
    }

    public void Dispose() => _messages.Dispose();

    [Fact]
    public void Add_Several_AreShownTogetherInOrder()
    {
        _messages.Add("one", isError: false);
        _messages.Add("two", isError: true);

        Assert.Equal([("one", false), ("two", true)], _messages.Current.Select(message => (message.Text, message.IsError)));
        Assert.Equal(2, _changes);
    }

    [Fact]
    public void Time_PassesForAMessage_RemovesOnlyThatOne()
    {
        _messages.Add("one", isError: false);
        _time.Advance(MessageState.Duration / 2);
        _messages.Add("two", isError: false);

        _time.Advance((MessageState.Duration / 2) - Moment);
        Assert.Equal(2, _messages.Current.Length);
        _time.Advance(Moment);

        Assert.Equal("two", Assert.Single(_messages.Current).Text);
    }

    [Fact]
    public void Time_PassesForAMessageWithAnAction_LeavesTimeToAct()
    {
        _messages.Add("one", isError: false, new("Undo", () => Task.CompletedTask));
        _messages.Add("two", isError: false);

        _time.Advance(MessageState.DurationOfAction - Moment);
        Assert.Equal("one", Assert.Single(_messages.Current).Text);
        _time.Advance(Moment);

        Assert.Empty(_messages.Current);
    }

    [Fact]
    public void Hold_WhileItLasts_KeepsAllAndRestartsTheirTime()
    {
        _messages.Add("one", isError: false);
        _time.Advance(MessageState.Duration - Moment);
        _messages.Hold(isHeld: true);
        _messages.Add("two", isError: false);
        _time.Advance(10 * MessageState.Duration);
        Assert.Equal(2, _messages.Current.Length);

        _messages.Hold(isHeld: false);
        _time.Advance(MessageState.Duration - Moment);
        Assert.Equal(2, _messages.Current.Length);
        _time.Advance(Moment);

        Assert.Empty(_messages.Current);
    }

    [Fact]
    public void Remove_Twice_ChangesOnce()
    {
        _messages.Add("one", isError: false);
        var message = Assert.Single(_messages.Current);

        _messages.Remove(message);
        _messages.Remove(message);

        Assert.Empty(_messages.Current);
        Assert.Equal(2, _changes);
    }
}
