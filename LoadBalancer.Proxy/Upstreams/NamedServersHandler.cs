using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Sends requests through the platform's HTTP client, with one client for each server name, and one for all servers without a name. The
/// HTTP client cannot close its connections to one address, so a name's client is replaced when an address is gone to which it has
/// connected: its idle connections close then, and the busy ones after their responses. Thread-safe.
/// </summary>
internal sealed class NamedServersHandler : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Client> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<Action<KnownAddress>, SocketsHttpHandler> _create;
    private readonly AddressBook _book;
    private readonly HttpMessageInvoker _unnamed;

    /// <param name="create">Creates an HTTP client that reports each address to which it has connected.</param>
    /// <param name="book">The addresses of names.</param>
    public NamedServersHandler(Func<Action<KnownAddress>, SocketsHttpHandler> create, AddressBook book)
    {
        _create = create;
        _book = book;
        _unnamed = new(create(static _ => { }));
        book.Changed += OnChanged;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.HostNameType == UriHostNameType.Dns
            ? SendNamedAsync(request, cancellationToken)
            : _unnamed.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _book.Changed -= OnChanged;
            _unnamed.Dispose();
            foreach (var (name, client) in _clients)
            {
                Retire(name, client);
            }
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendNamedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var client = Enter(request.RequestUri!.IdnHost);
        try
        {
            return await client.Invoker.SendAsync(request, cancellationToken);
        }
        finally
        {
            client.Leave();
        }
    }

    private Client Enter(string name)
    {
        while (true)
        {
            var client = _clients.GetOrAdd(name, static (name, self) => self.Create(name), this);
            if (client.TryEnter())
            {
                return client;
            }

            // It was retired just now, and whoever did that removes it.
            _clients.TryRemove(new(name, client));
        }
    }

    private Client Create(string name)
    {
        Client? created = null;
        return created = new(connected => _create(address =>
        {
            connected.TryAdd(address, 0);
            if (address.IsGone && created is { } client)
            {
                Retire(name, client);
            }
        }));
    }

    private void OnChanged(NameState name)
    {
        if (_clients.TryGetValue(name.Name, out var client) && (client.IsOutdated || !_book.Knows(name.Name)))
        {
            Retire(name.Name, client);
        }
    }

    private void Retire(string name, Client client)
    {
        if (_clients.TryRemove(new(name, client)))
        {
            client.Leave();
        }
    }

    /// <summary>
    /// An HTTP client, which is disposed when it has been retired and no request waits for its response. The platform lets responses that
    /// have begun end.
    /// </summary>
    [SuppressMessage("Design", "CA1001", Justification = "It is disposed by its last user.")]
    private sealed class Client
    {
        private readonly ConcurrentDictionary<KnownAddress, byte> _connected = new();

        /// <summary>The requests that wait for their response, and one for the dictionary.</summary>
        private int _users = 1;

        public Client(Func<ConcurrentDictionary<KnownAddress, byte>, SocketsHttpHandler> create) => Invoker = new(create(_connected));

        public HttpMessageInvoker Invoker { get; }

        /// <summary>Whether it has connected to an address that is gone.</summary>
        public bool IsOutdated => _connected.Keys.Any(address => address.IsGone);

        public bool TryEnter()
        {
            var users = Volatile.Read(ref _users);
            while (users > 0)
            {
                var before = Interlocked.CompareExchange(ref _users, users + 1, users);
                if (before == users)
                {
                    return true;
                }

                users = before;
            }

            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _users) == 0)
            {
                Invoker.Dispose();
            }
        }
    }
}
