using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Connects to one of several addresses (RFC 8305 §5): an address that has not responded after 250 ms gets a rival, and so does one that
/// has failed at once. The first connection wins; all other attempts have ended when it is returned. Thread-safe.
/// </summary>
/// <param name="timeProvider">The clock.</param>
internal sealed class AddressRace(TimeProvider timeProvider)
{
    /// <summary>The "Connection Attempt Delay" of RFC 8305 §8.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects to the first address that accepts.</summary>
    /// <param name="addresses">The addresses in the order in which they are tried; at least one.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">A token that ends all attempts.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async ValueTask<ConnectResult> ConnectAsync(KnownAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        if (addresses is [var only])
        {
            return await AttemptAsync(only, port, cancellationToken);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<ConnectResult>>();
        try
        {
            return await RunAsync(addresses, port, running, over.Token);
        }
        finally
        {
            await over.CancelAsync();
            await CloseAsync(running);
        }
    }

    private async Task<ConnectResult> RunAsync(
        KnownAddress[] addresses, int port, List<Task<ConnectResult>> running, CancellationToken cancellationToken)
    {
        var failed = new List<ConnectResult>();
        for (var next = 0; failed.Count < addresses.Length;)
        {
            if (next < addresses.Length)
            {
                running.Add(AttemptAsync(addresses[next++], port, cancellationToken));
            }

            await WaitForOneAsync(running, next < addresses.Length ? Delay : Timeout.InfiniteTimeSpan, cancellationToken);
            if (running.Find(attempt => attempt.IsCompleted) is not { } ended)
            {
                continue;
            }

            running.Remove(ended);
            var result = await ended;
            if (result.Socket is not null)
            {
                return result;
            }

            failed.Add(result);
        }

        return new(Socket: null, failed[0].Address, FailureOf(failed));
    }

    /// <summary>Waits until an attempt has ended, or until the time is over.</summary>
    private async Task WaitForOneAsync(List<Task<ConnectResult>> running, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. running, Task.Delay(patience, timeProvider, ended.Token)]);
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for attempts that were canceled, and closes connections that were opened nevertheless.</summary>
    private static async Task CloseAsync(List<Task<ConnectResult>> running)
    {
        foreach (var attempt in running)
        {
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (attempt.IsCompletedSuccessfully)
            {
                (await attempt).Socket?.Dispose();
            }
        }
    }

    private static async Task<ConnectResult> AttemptAsync(KnownAddress address, int port, CancellationToken cancellationToken)
    {
        // An IPv6 socket does not connect to an IPv4 address that is written as an IPv6 address.
        var target = address.Address.IsIPv4MappedToIPv6 ? address.Address.MapToIPv4() : address.Address;
        Socket? socket = null;
        try
        {
            socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(target, port), cancellationToken);
            return new(socket, address);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            return new(Socket: null, address, DialFailures.OfConnect(exception));
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Returns the failure of the last attempt, with what happened at each address.</summary>
    private static Failure FailureOf(List<ConnectResult> failed) => failed[^1].Failure with
    {
        Detail = string.Join("; ", failed.Select(
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Address}: {result.Failure}"))),
    };
}
