using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.Components.Messages;

/// <summary>The messages that one viewer sees, each for a limited time. Thread-safe.</summary>
internal sealed class MessageState(TimeProvider timeProvider) : IDisposable
{
    /// <summary>How long a message is shown.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    /// <summary>How long a message with an action is shown.</summary>
    public static readonly TimeSpan DurationOfAction = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<Message, ITimer> _timers = [];
    private ImmutableArray<Message> _current = [];
    private bool _isHeld;

    /// <summary>Raised, on any thread, when <see cref="Current"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>The messages, the latest last.</summary>
    public ImmutableArray<Message> Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Shows a message.</summary>
    public void Add(string text, bool isError, MessageAction? action = null)
    {
        var message = new Message(text, isError, action);
        lock (_lock)
        {
            _current = _current.Add(message);
            _timers[message] = timeProvider.CreateTimer(_ => Remove(message), state: null, DueOf(message), Timeout.InfiniteTimeSpan);
        }

        Changed?.Invoke();
    }

    /// <summary>Removes a message, unless it is already gone.</summary>
    public void Remove(Message message)
    {
        lock (_lock)
        {
            if (!_timers.Remove(message, out var timer))
            {
                return;
            }

            timer.Dispose();
            _current = _current.Remove(message);
        }

        Changed?.Invoke();
    }

    /// <summary>Keeps all messages while held; afterwards each has its whole time again.</summary>
    public void Hold(bool isHeld)
    {
        lock (_lock)
        {
            if (_isHeld == isHeld)
            {
                return;
            }

            _isHeld = isHeld;
            foreach (var (message, timer) in _timers)
            {
                timer.Change(DueOf(message), Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
            _current = [];
        }
    }

    private TimeSpan DueOf(Message message) => _isHeld ? Timeout.InfiniteTimeSpan
        : message.Action is null ? Duration
        : DurationOfAction;
}
