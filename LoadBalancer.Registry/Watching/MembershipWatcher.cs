using System.Threading.Channels;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registry.Watching;

/// <summary>
/// Follows the membership: reads it on a hint, and at least once per poll interval whatever becomes of hints, and
/// tells the observers. When the store is out of reach the last membership stays. An older version of the same
/// epoch never replaces a newer one. Thread-safe.
/// </summary>
public sealed partial class MembershipWatcher(
    IServerRegistry registry,
    IEnumerable<IMembershipObserver> observers,
    IOptions<RegistryOptions> options,
    TimeProvider timeProvider,
    ILogger<MembershipWatcher> logger) : BackgroundService
{
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IMembershipObserver[] _observers = [.. observers];
    private volatile bool _isConnected;
    private bool _isDisconnectionLogged;
    private bool _isFailureLogged;
    private bool _told;

    /// <summary>The membership that was read last; <see cref="MembershipSnapshot.Empty"/> before the first read.</summary>
    public MembershipSnapshot Current { get; private set; } = MembershipSnapshot.Empty;

    /// <summary>Whether the last read of the store came through.</summary>
    public bool IsConnected => _isConnected;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IAsyncDisposable? subscription = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                subscription ??= await TryAsync(token => registry.SubscribeAsync(OnHint, token), stoppingToken);
                if (await TryAsync(registry.ReadAsync, stoppingToken) is { } membership)
                {
                    await ObserveAsync(membership, stoppingToken);
                }

                await WaitForHintOrPollAsync(stoppingToken);
            }
        }
        finally
        {
            if (subscription is not null)
            {
                await subscription.DisposeAsync();
            }
        }
    }

    private void OnHint() => _hints.Writer.TryWrite(true);

    private async Task ObserveAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        var isSameHistory = string.Equals(membership.Epoch, Current.Epoch, StringComparison.Ordinal);
        if (isSameHistory && (membership.Version < Current.Version || (membership.Version == Current.Version && _told)))
        {
            return;
        }

        Current = membership;
        _told = await TryTellAsync(membership, cancellationToken);
        if (_told)
        {
            LogChanged(membership.Version, membership.Servers.Length);
        }
    }

    /// <summary>Observers that fail are told again, all of them, when the membership is read next.</summary>
    private async Task<bool> TryTellAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var observer in _observers)
            {
                await observer.OnChangedAsync(membership, cancellationToken);
            }

            _isFailureLogged = false;
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailureLogged)
            {
                LogNotTaken(membership.Version, exception);
            }

            _isFailureLogged = true;
            return false;
        }
    }

    private async Task WaitForHintOrPollAsync(CancellationToken cancellationToken)
    {
        using var poll = new CancellationTokenSource(options.Value.PollInterval, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, cancellationToken);
        try
        {
            await _hints.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The poll is due.
        }
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var result = await action(cancellationToken);
            if (!_isConnected)
            {
                LogConnected();
            }

            _isConnected = true;
            _isDisconnectionLogged = false;
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isDisconnectionLogged)
            {
                LogDisconnected(exception.Message);
            }

            _isDisconnectionLogged = true;
            _isConnected = false;
            return null;
        }
    }

    [LoggerMessage(2201, LogLevel.Information, "Membership version {Version}: {Servers} servers")]
    private partial void LogChanged(long version, int servers);

    [LoggerMessage(2202, LogLevel.Information, "The registry is within reach")]
    private partial void LogConnected();

    [LoggerMessage(2203, LogLevel.Warning, "The registry is out of reach; the last membership stays in use: {Reason}")]
    private partial void LogDisconnected(string reason);

    [LoggerMessage(2204, LogLevel.Error, "Membership version {Version} could not be taken into use; this is tried again and again")]
    private partial void LogNotTaken(long version, Exception exception);
}
