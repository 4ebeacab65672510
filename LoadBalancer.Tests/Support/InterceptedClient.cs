using System.Reflection;
using System.Runtime.ExceptionServices;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Support;

/// <summary>A client of Redis that runs an action each time before it returns a subscriber.</summary>
internal static class InterceptedClient
{
    public static IConnectionMultiplexer Create(IConnectionMultiplexer inner, Action onGetSubscriber)
    {
        var client = DispatchProxy.Create<IConnectionMultiplexer, Proxy>();
        ((Proxy)(object)client).Wrap(inner, onGetSubscriber);
        return client;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        private IConnectionMultiplexer? _inner;
        private Action _onGetSubscriber = () => { };

        public void Wrap(IConnectionMultiplexer inner, Action onGetSubscriber) => (_inner, _onGetSubscriber) = (inner, onGetSubscriber);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IConnectionMultiplexer.GetSubscriber))
            {
                _onGetSubscriber();
            }

            try
            {
                return targetMethod.Invoke(_inner, args);
            }
            catch (TargetInvocationException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }
    }
}
