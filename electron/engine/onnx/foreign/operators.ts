/**
 * Operators of other people's models that may run here: deterministic arithmetic on tensors, and what scikit-learn's and
 * PyTorch's exporters write. Left out on purpose: random numbers, sequences, maps and optionals, strings from patterns, images,
 * training, and everything of a domain of its own.
 */
const tensorOperators = `
Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization BitShift BitwiseAnd BitwiseNot BitwiseOr
BitwiseXor Cast CastLike Ceil Celu Clip Compress Concat Constant ConstantOfShape Conv ConvTranspose Cos Cosh CumSum DepthToSpace
DequantizeLinear Det Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements
GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid HardSwish Hardmax Identity
InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul
MatMulInteger Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul Neg NonZero Not OneHot Or PRelu Pad Pow QLinearConv
QLinearMatMul QuantizeLinear RNN Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin
ReduceProd ReduceSum ReduceSumSquare Relu Reshape ReverseSequence Round ScatterElements ScatterND Selu Shape Shrink Sigmoid Sign Sin
Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu
Unique Unsqueeze Where Xor`;

const mlOperators = `
ArrayFeatureExtractor Binarizer CategoryMapper FeatureVectorizer Imputer LabelEncoder LinearClassifier LinearRegressor Normalizer
OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor`;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

export const foreignOperators: ReadonlySet<string> = new Set([
  ...words(tensorOperators).map((op) => `:${op}`),
  ...words(mlOperators).map((op) => `ai.onnx.ml:${op}`),
]);

export const controlFlow: ReadonlySet<string> = new Set([":If", ":Loop", ":Scan"]);

/** What the distances of scikit-learn's neighbour models are written with: one Scan over the rows. */
export const scanBodyOperators: ReadonlySet<string> = new Set(
  words("Identity Sub Mul Add Pow Abs Max ReduceSum ReduceSumSquare ReduceMax Sqrt Transpose Squeeze Unsqueeze Cast Constant").map(
    (op) => `:${op}`,
  ),
);
