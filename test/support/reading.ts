/** A value of a template as text, with what CloudFormation fills in in angle brackets; the partition is that of the stack's region. */
export function text(value: any): string {
  if (typeof value === 'string') {
    return value;
  }
  const [[intrinsic, operand]] = Object.entries<any>(value);
  switch (intrinsic) {
    case 'Fn::Join': return operand[1].map(text).join(operand[0]);
    case 'Fn::GetAtt': return `<${[operand].flat().join('.')}>`;
    case 'Ref': return operand === 'AWS::Partition' ? 'aws' : `<${operand}>`;
    case 'Fn::Sub': return operand.replace(/\$\{/g, '<').replace(/\}/g, '>');
    default: return `<${JSON.stringify(operand).replace(/"/g, '')}>`;
  }
}

/** What a refusal says, or that there was none. */
export function refusal(make: () => unknown): string {
  try {
    make();
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}
