export default function Home({ handle }: { handle?: string }) {
  return <h1>{handle ?? 'Nobody'}</h1>
}
